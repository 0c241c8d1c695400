package io.nowfeed.events;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a user did with a content item. The wire name is the constant in lower case. */
public enum Action {
  @JsonProperty("impression")
  IMPRESSION,
  @JsonProperty("click")
  CLICK,
  @JsonProperty("watch")
  WATCH,
  @JsonProperty("scroll")
  SCROLL,
  @JsonProperty("like")
  LIKE,
  @JsonProperty("share")
  SHARE,
  @JsonProperty("add_to_cart")
  ADD_TO_CART,
  @JsonProperty("purchase")
  PURCHASE;

  /** Whether the user did something with the item, beyond having it on the screen. */
  public boolean engages() {
    return this != IMPRESSION && this != SCROLL;
  }
}
