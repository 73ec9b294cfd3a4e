package dev.rerun.reprocess;

import dev.rerun.api.RerunEngine;
import dev.rerun.core.RerunEngines;
import dev.rerun.core.spi.EntryHandler;
import java.time.Duration;

/** The engine on the table of registrations: one packet after another, all in one sequence. */
final class PacketEngine {
    private PacketEngine() {}

    /** An engine that sends, once its worker is started. */
    static RerunEngine sending(RegistrationDatabase database, ServerSettings server, EntryHandler handler) {
        // A packet may need an answer, another token, and an answer again.
        Duration longest = server.requestTimeout().multipliedBy(4).plus(Duration.ofMinutes(1));
        return on(database, handler)
                .tryAgain(error -> false, server.tries())
                .entryTimeLimit(longest)
                .build();
    }

    /** An engine that looks at runs and plans them, and sends nothing. */
    static RerunEngine looking(RegistrationDatabase database) {
        return on(database, (packet, attempt) -> {
                    throw new IllegalStateException("this command sends nothing");
                })
                .build();
    }

    private static RerunEngines.Builder on(RegistrationDatabase database, EntryHandler handler) {
        return RerunEngines.builder()
                .app(RegistrationTable.APP)
                .store(database.store())
                .handler(handler)
                .lanes(1)
                .workers(0);
    }
}
