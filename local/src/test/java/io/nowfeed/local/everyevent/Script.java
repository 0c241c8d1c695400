package io.nowfeed.local.everyevent;

import java.util.List;

/** What is sent, and what goes wrong meanwhile. A function of its setting. */
record Script(Setting setting, InputLog log, List<Phase> phases, List<Fault> faults) {}
