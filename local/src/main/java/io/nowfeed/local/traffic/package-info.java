/** Simulated phones and a simulated backend: real events and real SQL, made up people. */
package io.nowfeed.local.traffic;
