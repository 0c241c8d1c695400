/** Finds a current leaderboard in its topic, and puts it into words. */
package io.nowfeed.local.leaderboard;
