package io.nowfeed.jobs.flow;

/**
 * How much a user likes a category of content.
 *
 * @param category the category
 * @param weight its share of what the user engaged with of late, from 0 to 1
 */
public record Taste(String category, double weight) {}
