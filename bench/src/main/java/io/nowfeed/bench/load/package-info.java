/** A Flink cluster in this process, and who works in it how much. */
package io.nowfeed.bench.load;
