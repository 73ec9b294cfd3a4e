package dev.rerun.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/**
 * A free port of the loopback interface whose connections lead to a server at another one, and a network between the two that can
 * fail in all the ways that networks do. Closing it cuts what is left.
 *
 * <p>An answer is what the server sends at a time; small requests and answers, which are written at once, also pass through
 * here in one piece. Safe for all threads.
 */
public final class TcpProxy implements AutoCloseable {
    /** Where bytes go. */
    public enum Direction {
        TO_SERVER,
        TO_CLIENT
    }

    private final int server;
    private final ServerSocket socket;
    private final Traffic traffic = new Traffic();
    private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();
    private volatile boolean refusing;

    private TcpProxy(int server) {
        this.server = server;
        try {
            socket = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Daemon.start("proxy of port " + server, this::accept);
    }

    /** Opens a port that leads to a server's; the server may come later. */
    public static TcpProxy to(int serverPort) {
        return new TcpProxy(serverPort);
    }

    /** Where clients find it. */
    public int port() {
        return socket.getLocalPort();
    }

    /** Ends all connections at once, as by a router that forgot them: both sides are told with a reset. */
    public void cut() {
        connections.forEach(ProxiedConnection::cut);
    }

    /** Resets connections as soon as they are made; those that are there stay. */
    public void refuse() {
        refusing = true;
    }

    /** Lets each piece wait for so long before it goes on in a direction. */
    public void delay(Direction direction, Duration time) {
        traffic.delay(direction, time);
    }

    /**
     * Forwards nothing more in both directions, neither bytes nor the end of a connection, while all sockets stay open: each side
     * believes that the other is still there. What is held back comes late, after {@link #restore}.
     */
    public void hold() {
        traffic.hold(Direction.TO_SERVER);
        traffic.hold(Direction.TO_CLIENT);
    }

    /** The same in one direction. */
    public void hold(Direction direction) {
        traffic.hold(direction);
    }

    /**
     * Forwards nothing more on the connections that are there, until they are cut; those that come are as always. It is as if a
     * router forgot them and told nobody.
     */
    public void freeze() {
        connections.forEach(ProxiedConnection::freeze);
    }

    /** Forwards all again and at once, and lets connections in. */
    public void restore() {
        refusing = false;
        traffic.restore();
    }

    /** How many answers came since this was opened. */
    public long answers() {
        return traffic.answers();
    }

    /** Does something once, just before an answer goes on to its client: the first one from now has number one. */
    public void atAnswer(long number, Runnable event) {
        traffic.atAnswer(number, event);
    }

    /**
     * Swallows the answer to a request and cuts its connection: the server has done what was asked, but its client never hears of
     * it.
     *
     * @param request what the request contains, in ASCII
     * @param wanted asked when the answer to such a request has come here, on any connection, until it says yes for one
     */
    public void loseAnswer(String request, BooleanSupplier wanted) {
        traffic.loseAnswer(request, wanted);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cut();
        traffic.restore();
    }

    private void accept() {
        while (true) {
            try {
                Socket client = socket.accept();
                if (refusing) {
                    ProxiedConnection.reset(client);
                } else {
                    connect(client);
                }
            } catch (IOException e) {
                if (socket.isClosed()) {
                    return;
                }
                throw new UncheckedIOException(e);
            }
        }
    }

    private void connect(Socket client) throws IOException {
        Socket toServer;
        try {
            toServer = new Socket(InetAddress.getLoopbackAddress(), server);
        } catch (
                @SuppressWarnings("unused")
                IOException e) {
            // The server is not there, and that is what its client is told.
            ProxiedConnection.reset(client);
            return;
        }
        ProxiedConnection connection = new ProxiedConnection(client, toServer, traffic, connections::remove);
        connections.add(connection);
        connection.open();
    }
}
