/**
 * Scores recommendations on a data set: what the job measures of itself, beside an independent
 * count of what is popular.
 *
 * <pre>
 *  file ─► DataSet ─┬─► Feed ─► the job's graph ─► relevance ─► LadderScores ─┬─► EvaluationReport
 *                   └─► EventTable ─► PopularityBaselines ────────────────────┘
 * </pre>
 */
package io.nowfeed.local.evaluate;
