/** What it costs when one item takes nearly all the clicks. */
package io.nowfeed.bench.skew;
