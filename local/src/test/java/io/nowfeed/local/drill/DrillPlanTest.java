package io.nowfeed.local.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which fault comes when. */
class DrillPlanTest {
  private static final List<Fault> KINDS = DrillPlan.everyKind(Pace.QUICK);

  @Test
  void everyKindComesBeforeAnyComesAgain() {
    DrillPlan plan = new DrillPlan(3, Pace.QUICK);

    assertThat(next(plan, KINDS.size())).containsExactlyInAnyOrderElementsOf(KINDS);
    assertThat(next(plan, KINDS.size())).containsExactlyInAnyOrderElementsOf(KINDS);
  }

  @Test
  void theSeedSaysInWhatOrder() {
    List<Fault> drawn = next(new DrillPlan(3, Pace.QUICK), 40);

    assertThat(next(new DrillPlan(3, Pace.QUICK), 40)).isEqualTo(drawn);
    assertThat(next(new DrillPlan(4, Pace.QUICK), 40)).isNotEqualTo(drawn);
  }

  @Test
  void everyServerIsKilledAndThoseThatTheResultsPassAreFrozen() {
    assertThat(parts(Fault.Kind.KILL))
        .containsExactlyInAnyOrder(
            "taskmanager-1",
            "taskmanager-2",
            "jobmanager",
            "kafka",
            "connect",
            "postgres",
            "bigquery",
            "zookeeper");
    assertThat(parts(Fault.Kind.FREEZE))
        .containsExactlyInAnyOrder(
            "taskmanager-1", "jobmanager", "kafka", "connect", "postgres", "bigquery", "zookeeper");
  }

  private static List<String> parts(Fault.Kind kind) {
    return KINDS.stream().filter(fault -> fault.kind() == kind).map(Fault::part).toList();
  }

  private static List<Fault> next(DrillPlan plan, int count) {
    return IntStream.range(0, count).mapToObj(number -> plan.next()).toList();
  }
}
