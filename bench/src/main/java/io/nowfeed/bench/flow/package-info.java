/** Streams that start together, end together, and come out of memory. */
package io.nowfeed.bench.flow;
