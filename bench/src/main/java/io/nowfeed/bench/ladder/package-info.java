/** What co-visitation costs a list in time. */
package io.nowfeed.bench.ladder;
