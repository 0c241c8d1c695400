/** The declared topics and rights, and what differs from them in a cluster. */
package io.nowfeed.local.topics;
