package dev.rerun.jdbc;

import dev.rerun.core.spi.StoreConflictException;
import dev.rerun.core.spi.StoreException;
import java.sql.SQLException;
import java.time.Duration;

/**
 * An archive that never waits in the database for an item that another transaction holds. Who waits there, holding items
 * that the other wants, is in a deadlock, and the database might end the other one. This one looks again and again instead,
 * and when it has waited long enough it gives up all that it holds.
 *
 * <p>It stops at the item that is held and takes none beyond it (none at all on H2, which locks before it sorts). So a transaction that locks items in the order of their
 * times as well is never in its way for longer than it lasts.
 */
final class PatientArchive implements Archive {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final long LOOK_AGAIN_MILLIS = 10;

    /** How many times smaller a batch becomes that met an item that is held, and larger the one after it. */
    private static final int STEP = 8;

    private final Session session;
    private final Archive archive;
    private int most = Integer.MAX_VALUE;

    PatientArchive(Session session, Archive archive) {
        this.session = session;
        this.archive = archive;
    }

    @Override
    public Moved moveFirst(Stretch stretch, Fragment eligible, int batchSize) {
        int size = Math.min(batchSize, most);
        long begin = System.nanoTime();
        while (true) {
            int tried = size;
            try {
                Moved moved = session.nested(() -> archive.moveFirst(stretch, eligible, tried));
                most = (int) Math.min(Integer.MAX_VALUE, (long) size * STEP);
                return moved;
            } catch (StoreException e) {
                if (!(e.getCause() instanceof SQLException cause)
                        || !session.dialect().rowLocked(cause)) {
                    throw e;
                }
                if (size == 1) {
                    lookAgain(begin, e);
                }
                size = Math.max(1, size / STEP);
            }
        }
    }

    private static void lookAgain(long begin, StoreException failure) {
        if (System.nanoTime() - begin > PATIENCE.toNanos()) {
            throw new StoreConflictException(
                    "a register item that is to be deleted has been locked by another transaction for "
                            + PATIENCE.toSeconds() + " seconds; try again when that has ended",
                    failure);
        }
        try {
            Thread.sleep(LOOK_AGAIN_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failure.addSuppressed(e);
            throw failure;
        }
    }
}
