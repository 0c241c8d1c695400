package io.nowfeed.local.evaluate;

import java.nio.file.Path;

/**
 * What is evaluated.
 *
 * @param replay CSV with a header line, plain or gzipped
 * @param mapping which column is what, null for UCI Online Retail's
 * @param seed of the order within sessions in the control
 */
public record EvaluationOptions(Path replay, Path mapping, long seed) {}
