package dev.rerun.reliability.faults;

import dev.rerun.servers.TcpProxy;
import dev.rerun.servers.TcpProxy.Direction;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** What happens to the network between a host and a server. In the end it works as before. */
enum NetworkFault {
    /** All connections are reset. */
    CUT {
        @Override
        void begin(TcpProxy proxy) {
            proxy.cut();
        }
    },

    /** All connections are reset, and so are new ones for a while. */
    GONE {
        @Override
        void begin(TcpProxy proxy) {
            proxy.refuse();
            proxy.cut();
        }
    },

    /** Each answer takes a fifth of a second longer. */
    SLOW {
        @Override
        void begin(TcpProxy proxy) {
            proxy.delay(Direction.TO_CLIENT, Duration.ofMillis(200));
        }

        @Override
        void end(TcpProxy proxy) {
            proxy.restore();
        }
    },

    /** Nothing comes through for a while, and then the connections are reset. */
    HALF_OPEN {
        @Override
        void begin(TcpProxy proxy) {
            proxy.hold();
        }
    },

    /** Requests arrive and answers do not, and then the connections are reset. */
    MUTE {
        @Override
        void begin(TcpProxy proxy) {
            proxy.hold(Direction.TO_CLIENT);
        }
    },

    /** Nothing more comes through on the connections that are there, for ever, and nobody is told. */
    FORGOTTEN {
        @Override
        void begin(TcpProxy proxy) {
            proxy.freeze();
        }

        @Override
        void end(TcpProxy proxy) {
            // Others than those that come later are not to be helped.
        }
    },

    /** Nothing comes through for a while, and then it all comes late. */
    LATE {
        @Override
        void begin(TcpProxy proxy) {
            proxy.hold();
        }

        @Override
        void end(TcpProxy proxy) {
            proxy.restore();
        }
    };

    abstract void begin(TcpProxy proxy);

    void end(TcpProxy proxy) {
        proxy.cut();
        proxy.restore();
    }

    /** Begins, and ends by itself after a while. */
    void happen(TcpProxy proxy, Duration length) {
        begin(proxy);
        CompletableFuture<Void> unused = CompletableFuture.runAsync(
                () -> end(proxy), CompletableFuture.delayedExecutor(length.toMillis(), TimeUnit.MILLISECONDS));
    }

    String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static NetworkFault of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
