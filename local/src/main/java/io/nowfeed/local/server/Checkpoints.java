package io.nowfeed.local.server;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;

/** The checkpoints that jobs leave in a folder. */
public final class Checkpoints {
  private Checkpoints() {}

  /** The newest complete checkpoint: one whose metadata, written last, is there. */
  public static Optional<Path> last(Path checkpoints) throws IOException {
    if (!Files.isDirectory(checkpoints)) {
      return Optional.empty();
    }
    Newest newest = new Newest();
    Files.walkFileTree(checkpoints, newest);
    return Optional.ofNullable(newest.metadata).map(Path::getParent);
  }

  /** A job that has just ended may still be deleting older ones. */
  private static final class Newest extends SimpleFileVisitor<Path> {
    private FileTime modified = FileTime.fromMillis(Long.MIN_VALUE);
    private Path metadata;

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (file.getFileName().toString().equals("_metadata")
          && attributes.lastModifiedTime().compareTo(modified) > 0) {
        modified = attributes.lastModifiedTime();
        metadata = file;
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException gone) {
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, IOException gone) {
      return FileVisitResult.CONTINUE;
    }
  }
}
