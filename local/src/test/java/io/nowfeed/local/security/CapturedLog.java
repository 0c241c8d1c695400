package io.nowfeed.local.security;

import java.io.StringWriter;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.WriterAppender;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.layout.PatternLayout;

/** What everything in this process logs, as much of it as clusters keep. */
final class CapturedLog implements AutoCloseable {
  private static final String NAME = "captured";

  private final StringWriter text = new StringWriter();
  private final LoggerContext context = (LoggerContext) LogManager.getContext(false);
  private final LoggerConfig root = context.getConfiguration().getRootLogger();
  private final Level before = root.getLevel();

  static CapturedLog begin() {
    CapturedLog log = new CapturedLog();
    WriterAppender appender =
        WriterAppender.createAppender(
            PatternLayout.createDefaultLayout(), null, log.text, NAME, false, true);
    appender.start();
    log.root.addAppender(appender, Level.INFO, null);
    log.root.setLevel(Level.INFO);
    log.context.updateLoggers();
    return log;
  }

  String text() {
    return text.toString();
  }

  @Override
  public void close() {
    root.removeAppender(NAME);
    root.setLevel(before);
    context.updateLoggers();
  }
}
