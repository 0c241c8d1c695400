/** What popularity costs, operator by operator. */
package io.nowfeed.bench.popularity;
