package io.nowfeed.local.observe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CtrMeterTest {
  private final CtrMeter meter = new CtrMeter();

  @Test
  void beforeTheFirstImpressionThereIsNoRate() {
    assertThat(meter.tick()).isEmpty();
  }

  @Test
  void eachArmHasItsOwnRate() {
    show("popularity", 20);
    show("full", 10);
    meter.click("full");
    meter.click("popularity");

    assertThat(meter.tick())
        .containsExactly(new ArmRate("full", 10, 1), new ArmRate("popularity", 20, 1));
    assertThat(new ArmRate("full", 10, 1).rate()).isEqualTo(0.1);
  }

  @Test
  void aMinuteIsRememberedAndNoLonger() {
    show("full", 3);
    assertThat(meter.tick()).containsExactly(new ArmRate("full", 3, 0));
    show("full", 1);
    meter.click("full");
    for (int second = 0; second < 59; second++) {
      assertThat(meter.tick()).containsExactly(new ArmRate("full", 4, 1));
    }

    assertThat(meter.tick()).containsExactly(new ArmRate("full", 1, 1));
    assertThat(meter.tick()).isEmpty();
  }

  @Test
  void clicksAloneAreNoRate() {
    meter.click("full");

    assertThat(meter.tick()).isEmpty();
  }

  private void show(String arm, int times) {
    for (int time = 0; time < times; time++) {
      meter.impression(arm);
    }
  }
}
