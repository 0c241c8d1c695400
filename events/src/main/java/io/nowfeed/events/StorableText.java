package io.nowfeed.events;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StringDeserializer;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import java.io.IOException;

/**
 * Refuses text that JSON can write and what comes behind cannot: UTF-8 has no half of a surrogate
 * pair, Postgres no NUL. Taken, one such text would fail the job each time it is tried again.
 */
final class StorableText extends StringDeserializer {
  private static final long serialVersionUID = 1L;

  @Override
  public String deserialize(JsonParser parser, DeserializationContext context) throws IOException {
    String text = super.deserialize(parser, context);
    if (text != null && !isStorable(text)) {
      throw InvalidFormatException.from(parser, "not storable", text, String.class);
    }
    return text;
  }

  private static boolean isStorable(String text) {
    for (int i = 0; i < text.length(); i++) {
      char at = text.charAt(i);
      if (at == 0) {
        return false;
      }
      if (Character.isSurrogate(at)) {
        if (i + 1 == text.length() || !Character.isSurrogatePair(at, text.charAt(i + 1))) {
          return false;
        }
        i++;
      }
    }
    return true;
  }
}
