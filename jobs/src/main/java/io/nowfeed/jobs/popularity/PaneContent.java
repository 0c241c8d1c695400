package io.nowfeed.jobs.popularity;

/**
 * A content item within a pane: the slice of time, as long as the slide, that windows are made of.
 *
 * @param pane the pane's start, event time, epoch milliseconds
 * @param contentId the content item
 */
public record PaneContent(long pane, String contentId) {}
