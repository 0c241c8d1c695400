/** Made-up interactions, the same in every run. */
package io.nowfeed.bench.traffic;
