/** Where results go. Each sink is usable on its own, in any Flink 2 job. */
package io.nowfeed.sinks;
