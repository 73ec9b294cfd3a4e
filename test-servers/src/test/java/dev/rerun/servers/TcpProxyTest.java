package dev.rerun.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rerun.servers.TcpProxy.Direction;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TcpProxyTest {
    private static final int SOON_MILLIS = 200;
    private static final int PATIENCE_MILLIS = 20_000;

    private final Echo echo = new Echo();
    private final TcpProxy proxy = TcpProxy.to(echo.socket.getLocalPort());
    private final List<Client> clients = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        for (Client client : clients) {
            client.socket.close();
        }
        proxy.close();
        echo.close();
    }

    private Client connect() throws IOException {
        Client client = new Client(proxy.port());
        clients.add(client);
        return client;
    }

    @Test
    void leadsToTheServerAndBack() throws IOException {
        Client one = connect();
        Client other = connect();
        assertThat(one.ask("a")).isEqualTo("a");
        assertThat(other.ask("b")).isEqualTo("b");
        assertThat(one.ask("c")).isEqualTo("c");
        assertThat(proxy.answers()).isEqualTo(3);
    }

    @Test
    void passesTheEndOn() throws IOException {
        Client client = connect();
        client.socket.shutdownOutput();
        assertThat(client.answer()).isNull();
    }

    @Test
    void cutsWhatIsThereAndLetsOthersIn() throws IOException {
        Client client = connect();
        assertThat(client.ask("a")).isEqualTo("a");
        proxy.cut();
        assertThatExceptionOfType(SocketException.class).isThrownBy(client::answer);
        assertThat(connect().ask("b")).isEqualTo("b");
    }

    @Test
    void refusesThoseWhoComeAndLeavesThoseWhoAreThere() throws IOException {
        Client before = connect();
        assertThat(before.ask("a")).isEqualTo("a");
        proxy.refuse();
        assertThatExceptionOfType(SocketException.class)
                .isThrownBy(() -> connect().ask("b"));
        assertThat(before.ask("c")).isEqualTo("c");
        proxy.restore();
        assertThat(connect().ask("d")).isEqualTo("d");
    }

    @Test
    void refusesWhileTheServerIsNotThere() throws IOException {
        echo.close();
        assertThatExceptionOfType(SocketException.class)
                .isThrownBy(() -> connect().ask("a"));
    }

    @Test
    void delaysADirection() throws IOException {
        Client client = connect();
        proxy.delay(Direction.TO_CLIENT, Duration.ofMillis(SOON_MILLIS));
        long begin = System.nanoTime();
        assertThat(client.ask("a")).isEqualTo("a");
        assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(SOON_MILLIS));
    }

    @Test
    void holdsBackAllAndBringsItLate() throws Exception {
        Client client = connect();
        proxy.hold();
        client.say("a");
        assertThat(echo.heard.poll(SOON_MILLIS, TimeUnit.MILLISECONDS)).isNull();
        Client later = connect();
        later.say("b");
        later.hearsNothing();
        proxy.restore();
        assertThat(client.answer()).isEqualTo("a");
        assertThat(later.answer()).isEqualTo("b");
    }

    @Test
    void holdsBackOneDirection() throws Exception {
        Client client = connect();
        proxy.hold(Direction.TO_CLIENT);
        client.say("a");
        assertThat(echo.heard.take()).isEqualTo("a");
        client.hearsNothing();
        proxy.restore();
        assertThat(client.answer()).isEqualTo("a");
    }

    @Test
    void whatIsHeldBackIsLostWithACut() throws Exception {
        Client client = connect();
        assertThat(client.ask("a")).isEqualTo("a");
        assertThat(echo.heard.take()).isEqualTo("a");
        proxy.hold();
        client.say("b");
        proxy.cut();
        assertThatExceptionOfType(SocketException.class).isThrownBy(client::answer);
        proxy.restore();
        assertThat(echo.heard.poll(SOON_MILLIS, TimeUnit.MILLISECONDS)).isNull();
    }

    @Test
    void forgetsConnectionsAndLetsOthersIn() throws Exception {
        Client client = connect();
        assertThat(client.ask("a")).isEqualTo("a");
        proxy.freeze();
        client.say("b");
        client.hearsNothing();
        assertThat(connect().ask("c")).isEqualTo("c");
        assertThat(echo.heard).containsExactly("a", "c");
        proxy.cut();
        assertThatExceptionOfType(SocketException.class).isThrownBy(client::answer);
    }

    @Test
    void doesSomethingJustBeforeAnAnswer() throws IOException {
        Client client = connect();
        assertThat(client.ask("a")).isEqualTo("a");
        proxy.atAnswer(2, proxy::cut);
        assertThat(client.ask("b")).isEqualTo("b");
        client.say("c");
        assertThatExceptionOfType(SocketException.class).isThrownBy(client::answer);
        assertThat(echo.heard).containsExactly("a", "b", "c");
    }

    @Test
    void losesTheAnswerToARequestOfOneConnection() throws IOException {
        Client client = connect();
        Client other = connect();
        AtomicInteger commits = new AtomicInteger();
        proxy.loseAnswer("commit", () -> commits.incrementAndGet() == 2);
        assertThat(client.ask("commit 1")).isEqualTo("commit 1");
        assertThat(client.ask("begin")).isEqualTo("begin");
        client.say("commit 2");
        assertThatExceptionOfType(SocketException.class).isThrownBy(client::answer);
        assertThat(echo.heard).containsExactly("commit 1", "begin", "commit 2");
        assertThat(other.ask("commit 3")).isEqualTo("commit 3");
        assertThat(commits).hasValue(2);
    }

    /** A server that says each line again. */
    private static final class Echo {
        private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        private final ServerSocket socket;

        Echo() {
            try {
                socket = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            Daemon.start("echo", () -> {
                try {
                    while (true) {
                        Socket client = socket.accept();
                        Daemon.start("echo to one", () -> answer(client));
                    }
                } catch (IOException e) {
                    assertThat(socket.isClosed()).isTrue();
                }
            });
        }

        /** Returns when nobody listens any more: a thread that accepts may hold the port for a moment. */
        void close() throws IOException {
            socket.close();
            while (true) {
                try (Socket late = new Socket(InetAddress.getLoopbackAddress(), socket.getLocalPort())) {
                    late.setSoLinger(true, 0);
                } catch (
                        @SuppressWarnings("unused")
                        ConnectException e) {
                    return;
                }
            }
        }

        private void answer(Socket client) {
            try (client) {
                BufferedReader requests = reader(client);
                String line = requests.readLine();
                while (line != null) {
                    heard.add(line);
                    client.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
                    line = requests.readLine();
                }
            } catch (
                    @SuppressWarnings("unused")
                    IOException e) {
                // The client was cut off.
                return;
            }
        }
    }

    private static final class Client {
        private final Socket socket;
        private final BufferedReader answers;

        Client(int port) throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(PATIENCE_MILLIS);
            answers = reader(socket);
        }

        String ask(String request) throws IOException {
            say(request);
            return String.valueOf(answer());
        }

        void say(String request) throws IOException {
            socket.getOutputStream().write((request + "\n").getBytes(StandardCharsets.UTF_8));
        }

        @Nullable
        String answer() throws IOException {
            return answers.readLine();
        }

        void hearsNothing() throws IOException {
            socket.setSoTimeout(SOON_MILLIS);
            assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(this::answer);
            socket.setSoTimeout(PATIENCE_MILLIS);
        }
    }

    private static BufferedReader reader(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }
}
