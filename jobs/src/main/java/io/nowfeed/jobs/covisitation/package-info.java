/** What users who engaged with an item also engaged with: learnt, and told who asks. */
package io.nowfeed.jobs.covisitation;
