/**
 * The whole platform in one process for a laptop, of real parts. {@code cli} is what one types,
 * {@code platform} puts together what {@code server} starts, {@code traffic} and {@code replay}
 * send events, {@code observe} reads what comes out like any consumer would, {@code screen} shows
 * it.
 */
package io.nowfeed.local;
