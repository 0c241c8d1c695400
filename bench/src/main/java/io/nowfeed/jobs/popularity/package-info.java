/**
 * Operators one by one, in the package of the operators because they are nobody else's business.
 */
package io.nowfeed.jobs.popularity;
