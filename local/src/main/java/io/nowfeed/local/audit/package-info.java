/**
 * Proves hop by hop what became of each event: the offsets that went in against the origins that
 * came out, as compact sets.
 *
 * <pre>
 *  committed offsets ─► outputs ─► inputs ─► BigQuery ─► topics and groups ─► report
 * </pre>
 */
package io.nowfeed.local.audit;
