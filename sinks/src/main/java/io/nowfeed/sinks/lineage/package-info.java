/** How sinks call what they write, for lineage. */
package io.nowfeed.sinks.lineage;
