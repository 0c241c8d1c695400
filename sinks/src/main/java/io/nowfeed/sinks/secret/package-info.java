/**
 * Secrets by reference: where settings are written there is only where a secret is, and it is
 * looked up where it is used.
 */
package io.nowfeed.sinks.secret;
