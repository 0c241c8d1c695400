/**
 * The leaderboards as SQL over the same input computes them, and how the published ones compare.
 */
package io.nowfeed.local.batch;
