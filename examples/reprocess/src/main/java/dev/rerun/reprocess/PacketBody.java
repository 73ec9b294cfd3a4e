package dev.rerun.reprocess;

import dev.rerun.api.ActivityEntry;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What the notification endpoint of the secure zone is told about a packet. */
final class PacketBody {
    private static final JsonMapper JSON = new JsonMapper();

    /** What the table's column has by default. */
    private static final int FIRST_ITERATION = 1;

    private PacketBody() {}

    static String of(ActivityEntry packet, Instant now) {
        ObjectNode body = JSON.createObjectNode();
        body.put("rid", packet.orderingKey());
        body.put("reg_type", column(packet, RegistrationTable.PROCESS));
        body.put("isValid", true);
        body.put("internalError", false);
        body.putNull("messageBusAddress");
        body.putNull("retryCount");
        body.putNull("tags");
        body.put("lastHopTimestamp", MosipTime.of(now));
        body.put("source", column(packet, RegistrationTable.SOURCE));
        body.put("iteration", iteration(packet));
        body.put("workflowInstanceId", packet.id());
        return body.toString();
    }

    private static @Nullable String column(ActivityEntry packet, String name) {
        return packet.columns().get(name);
    }

    private static int iteration(ActivityEntry packet) {
        String iteration = column(packet, RegistrationTable.ITERATION);
        return iteration == null ? FIRST_ITERATION : Integer.parseInt(iteration);
    }
}
