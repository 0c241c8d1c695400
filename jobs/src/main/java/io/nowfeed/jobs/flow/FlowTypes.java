package io.nowfeed.jobs.flow;

import io.nowfeed.events.ActiveUser;
import io.nowfeed.events.EnrichedInteraction;
import io.nowfeed.events.Leaderboard;
import io.nowfeed.events.Recommendations;
import io.nowfeed.events.Relevance;
import org.apache.flink.api.common.typeinfo.TypeHint;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/**
 * The Flink types of what passes between stages, in one place because generics need spelling out.
 */
public final class FlowTypes {
  /** Of streams alone: state keeps {@code TypeInformation.of} it, which can grow. */
  public static final TypeInformation<UserEvent> USER_EVENT =
      new WireType<>(UserEvent.class, UserEventSerializer.INSTANCE);

  /** Of streams alone. */
  public static final TypeInformation<EnrichedEvent> ENRICHED_EVENT =
      new WireType<>(EnrichedEvent.class, EnrichedEventSerializer.INSTANCE);

  public static final TypeInformation<UserUpdate> USER_UPDATE =
      TypeInformation.of(UserUpdate.class);
  public static final TypeInformation<UserHash> USER_HASH = TypeInformation.of(UserHash.class);
  public static final TypeInformation<ContentChange> CONTENT_CHANGE =
      TypeInformation.of(ContentChange.class);

  public static final TypeInformation<Inbound<UserEvent>> INBOUND_USER_EVENT =
      TypeInformation.of(new TypeHint<Inbound<UserEvent>>() {});
  public static final TypeInformation<Inbound<UserUpdate>> INBOUND_USER_UPDATE =
      TypeInformation.of(new TypeHint<Inbound<UserUpdate>>() {});
  public static final TypeInformation<Inbound<ContentChange>> INBOUND_CONTENT_CHANGE =
      TypeInformation.of(new TypeHint<Inbound<ContentChange>>() {});

  public static final TypeInformation<Inbound<Result<ActiveUser>>> INBOUND_ACTIVE_USER =
      TypeInformation.of(new TypeHint<Inbound<Result<ActiveUser>>>() {});
  public static final TypeInformation<Inbound<Result<EnrichedInteraction>>> INBOUND_INTERACTION =
      TypeInformation.of(new TypeHint<Inbound<Result<EnrichedInteraction>>>() {});
  public static final TypeInformation<Inbound<Result<Leaderboard>>> INBOUND_BOARD =
      TypeInformation.of(new TypeHint<Inbound<Result<Leaderboard>>>() {});
  public static final TypeInformation<Inbound<Result<Recommendations>>> INBOUND_LIST =
      TypeInformation.of(new TypeHint<Inbound<Result<Recommendations>>>() {});

  public static final TypeInformation<Inbound<Result<Relevance>>> INBOUND_RELEVANCE =
      TypeInformation.of(new TypeHint<Inbound<Result<Relevance>>>() {});

  private FlowTypes() {}
}
