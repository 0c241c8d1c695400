/** What a user did and likes: who is asked for a list, and what the items learn of it. */
package io.nowfeed.jobs.profile;
