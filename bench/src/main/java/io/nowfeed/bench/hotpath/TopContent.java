package io.nowfeed.bench.hotpath;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The content items of a country and window with the highest counts, best first; equal ones by id.
 *
 * @param places at most {@link NowfeedJobs#PLACES}
 */
record TopContent(List<Place> places) {
  static final TopContent NONE = new TopContent(List.of());

  private static final Comparator<Place> BEST_FIRST =
      Comparator.comparingLong(Place::count).reversed().thenComparing(Place::contentId);

  /** A content item and its count. */
  record Place(String contentId, long count) {}

  /**
   * With the newest count of an item. Counts only grow, so an item that belongs here at the end
   * comes in with its last count at the latest.
   */
  TopContent with(Place place) {
    if (places.size() == NowfeedJobs.PLACES
        && BEST_FIRST.compare(place, places.get(places.size() - 1)) > 0) {
      return this;
    }
    List<Place> next = new ArrayList<>(places.size() + 1);
    for (Place each : places) {
      if (!each.contentId.equals(place.contentId)) {
        next.add(each);
      }
    }
    next.add(place);
    next.sort(BEST_FIRST);
    return new TopContent(
        next.size() > NowfeedJobs.PLACES ? next.subList(0, NowfeedJobs.PLACES) : next);
  }

  byte[] encode() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(places.size());
      for (Place place : places) {
        out.writeUTF(place.contentId);
        out.writeLong(place.count);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory cannot fail", e);
    }
    return bytes.toByteArray();
  }

  static TopContent decode(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      int size = in.readByte();
      List<Place> places = new ArrayList<>(size);
      for (int i = 0; i < size; i++) {
        places.add(new Place(in.readUTF(), in.readLong()));
      }
      return new TopContent(places);
    } catch (IOException e) {
      throw new UncheckedIOException("it was written by this class", e);
    }
  }
}
