package dev.rerun.servers;

import dev.rerun.servers.TcpProxy.Direction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/** One connection of a {@link TcpProxy}: a socket to the client, one to the server, and a thread for each direction. */
final class ProxiedConnection {
    private static final int LARGEST_PIECE = 64 << 10;

    private final Socket client;
    private final Socket server;
    private final Traffic traffic;
    private final Consumer<ProxiedConnection> onEnd;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean mayLoseAnswer;
    private volatile boolean frozen;

    ProxiedConnection(Socket client, Socket server, Traffic traffic, Consumer<ProxiedConnection> onEnd) {
        this.client = client;
        this.server = server;
        this.traffic = traffic;
        this.onEnd = onEnd;
    }

    void open() throws IOException {
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        Daemon.start("proxy, to server", () -> forward(client, server, Direction.TO_SERVER));
        Daemon.start("proxy, to client", () -> forward(server, client, Direction.TO_CLIENT));
    }

    /** Forwards nothing more until it is cut. */
    void freeze() {
        frozen = true;
    }

    void cut() {
        ended.countDown();
        reset(client);
        reset(server);
        onEnd.accept(this);
    }

    static void reset(Socket socket) {
        try (socket) {
            socket.setSoLinger(true, 0);
        } catch (
                @SuppressWarnings("unused")
                IOException e) {
            // It was closed already.
            return;
        }
    }

    private void forward(Socket from, Socket to, Direction direction) {
        try {
            byte[] buffer = new byte[LARGEST_PIECE];
            int length = from.getInputStream().read(buffer);
            while (length >= 0) {
                byte[] piece = Arrays.copyOf(buffer, length);
                if (!passes(piece, direction)) {
                    return;
                }
                to.getOutputStream().write(piece);
                length = from.getInputStream().read(buffer);
            }
            awaitPassage(direction);
            to.shutdownOutput();
            if (from.isOutputShutdown()) {
                // Both have ended.
                cut();
            }
        } catch (IOException | UncheckedIOException e) {
            awaitPassage(direction);
            cut();
        }
    }

    /** False if the connection ends with this piece. */
    private boolean passes(byte[] piece, Direction direction) {
        if (direction == Direction.TO_SERVER) {
            // Before the request goes on, so that no answer can be faster.
            mayLoseAnswer = traffic.mayLoseAnswerTo(piece);
        } else if (mayLoseAnswer && traffic.losesAnswer()) {
            cut();
            return false;
        } else {
            traffic.answered();
        }
        awaitPassage(direction);
        return true;
    }

    private void awaitPassage(Direction direction) {
        traffic.awaitPassage(direction);
        if (frozen) {
            try {
                ended.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException("nobody interrupts a proxy", e);
            }
        }
    }
}
