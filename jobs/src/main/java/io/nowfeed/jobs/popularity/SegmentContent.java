package io.nowfeed.jobs.popularity;

/**
 * What is counted: a content item within a segment.
 *
 * @param segment {@code global}, or a dimension and its value
 * @param contentId the content item
 */
public record SegmentContent(String segment, String contentId) {}
