/** Reads what comes out, from outside, like any consumer would. */
package io.nowfeed.local.observe;
