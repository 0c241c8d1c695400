/** Programs in processes of their own, so that each one's CPU time is its own. */
package io.nowfeed.bench.process;
