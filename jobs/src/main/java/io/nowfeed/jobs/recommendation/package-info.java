/** Lists for active users: what is popular where they are, minus what they have seen. */
package io.nowfeed.jobs.recommendation;
