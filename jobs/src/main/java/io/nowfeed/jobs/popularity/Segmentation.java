package io.nowfeed.jobs.popularity;

import io.nowfeed.events.EnrichedInteraction;
import io.nowfeed.events.UserAttributes;
import io.nowfeed.jobs.config.Dimension;
import io.nowfeed.jobs.flow.AgeBands;
import io.nowfeed.jobs.flow.SegmentName;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The segments of interactions: of each that is configured one, or none where the user or the
 * content has no value for it.
 */
final class Segmentation {
  /** Names are made once a value. Of more values than this they are forgotten and made again. */
  private static final int REMEMBERED = 10_000;

  private final List<List<Dimension>> segments;
  private final AgeBands ageBands;
  private final Map<Dimension, Map<String, String>> names = new EnumMap<>(Dimension.class);
  private final Map<Joint, String> joints = new HashMap<>();

  /**
   * @param segments the dimensions of each, none of the global one
   * @param ageBands the ages at which bands begin, ascending
   */
  Segmentation(List<List<Dimension>> segments, List<Integer> ageBands) {
    this.segments = segments;
    this.ageBands = new AgeBands(ageBands);
    for (Dimension dimension : Dimension.values()) {
      names.put(dimension, new HashMap<>());
    }
  }

  /** The names of an interaction's segments: {@code language=en,category=sport}. */
  List<String> of(EnrichedInteraction interaction) {
    List<String> found = new ArrayList<>(segments.size());
    for (List<Dimension> dimensions : segments) {
      String name = dimensions.isEmpty() ? SegmentName.GLOBAL : name(dimensions, interaction);
      if (name != null) {
        found.add(name);
      }
    }
    return found;
  }

  private String name(List<Dimension> dimensions, EnrichedInteraction interaction) {
    String joined = null;
    for (Dimension dimension : dimensions) {
      String value = value(dimension, interaction);
      if (value == null) {
        return null;
      }
      String name = name(dimension, value);
      joined = joined == null ? name : joined(joined, name);
    }
    return joined;
  }

  private String joined(String one, String other) {
    if (joints.size() >= REMEMBERED) {
      joints.clear();
    }
    return joints.computeIfAbsent(
        new Joint(one, other), joint -> SegmentName.and(joint.one, joint.other));
  }

  private String name(Dimension dimension, String value) {
    Map<String, String> known = names.get(dimension);
    String name = known.get(value);
    if (name == null) {
      name = SegmentName.of(dimension.label(), value);
      if (known.size() >= REMEMBERED) {
        known.clear();
      }
      known.put(value, name);
    }
    return name;
  }

  private String value(Dimension dimension, EnrichedInteraction interaction) {
    return switch (dimension) {
      case LANGUAGE -> interaction.content() == null ? null : interaction.content().language();
      case CATEGORY -> interaction.content() == null ? null : interaction.content().category();
      default ->
          interaction.attributes() == null
              ? null
              : value(dimension, interaction.attributes(), interaction.ts());
    };
  }

  private String value(Dimension dimension, UserAttributes user, long ts) {
    return switch (dimension) {
      case COUNTRY -> user.country();
      case REGION -> user.region();
      case USER_LANGUAGE -> user.language();
      case GENDER -> user.gender();
      case PLAN -> user.plan();
      case AGE_BAND -> ageBands.of(user.birthYear(), ts);
      case LANGUAGE, CATEGORY -> throw new IllegalArgumentException("of content: " + dimension);
    };
  }

  private record Joint(String one, String other) {}
}
