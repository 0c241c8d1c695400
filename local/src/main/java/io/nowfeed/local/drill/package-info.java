/** Faults on purpose: which, when, and what they did to the lists. */
package io.nowfeed.local.drill;
