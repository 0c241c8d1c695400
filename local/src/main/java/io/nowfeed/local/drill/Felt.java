package io.nowfeed.local.drill;

import java.time.Duration;

/**
 * What a fault did to the lists.
 *
 * @param at when it came, since the drill began
 * @param fault what was done
 * @param listsAgain from the fault until lists flowed again; zero when they never stopped
 */
public record Felt(Duration at, Fault fault, Duration listsAgain) {}
