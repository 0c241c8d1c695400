package io.nowfeed.bigquery.local;

import com.google.cloud.bigquery.storage.v1.ProtoSchema;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.TimestampProto;
import com.google.protobuf.WrappersProto;

/** Turns the schema a writer sends with its first request into a descriptor rows parse with. */
final class WriterSchema {
  private static final FileDescriptor[] WELL_KNOWN = {
    WrappersProto.getDescriptor(), TimestampProto.getDescriptor()
  };

  private WriterSchema() {}

  /** Rows follow proto2: an absent field is NULL, not its type's zero. */
  static Descriptor descriptor(ProtoSchema schema, String stream) {
    DescriptorProto message = schema.getProtoDescriptor();
    FileDescriptorProto.Builder file =
        FileDescriptorProto.newBuilder().setName("writer.proto").setSyntax("proto2");
    for (FileDescriptor known : WELL_KNOWN) {
      file.addDependency(known.getName());
    }
    try {
      return FileDescriptor.buildFrom(file.addMessageType(message).build(), WELL_KNOWN)
          .findMessageTypeByName(message.getName());
    } catch (DescriptorValidationException e) {
      throw StorageRefusal.invalidArgument(
          stream, "Invalid proto schema, it must be self-contained: " + e.getMessage());
    }
  }
}
