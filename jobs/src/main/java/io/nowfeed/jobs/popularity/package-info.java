/** Windowed counts per segment and content, ranked as leaderboards. */
package io.nowfeed.jobs.popularity;
