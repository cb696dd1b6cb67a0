package dev.peerage.region;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The network between a region and the database of a peer, in the state a test wants it to be in. */
final class Wire implements AutoCloseable {

    /** So much is forwarded at once: a few events. */
    private static final int CHUNK = 8_192;

    private enum State {
        WHOLE,
        /** Connections are closed, and new ones too: whoever uses them is told. */
        CUT,
        /** Nothing is forwarded any more, and nobody is told: what a firewall does that has forgotten a connection. */
        SILENT
    }

    private final ServerSocket entrance;
    private final int exit;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private State state = State.WHOLE;
    private long nanosPerByte;
    private Duration delay = Duration.ZERO;

    private Wire(ServerSocket entrance, int exit) {
        this.entrance = entrance;
        this.exit = exit;
    }

    /** @param exit the port on this machine where it leads */
    static Wire to(int exit) {
        try {
            Wire wire = new Wire(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), exit);
            Thread.startVirtualThread(wire::accept);
            return wire;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The port on this machine where it begins. */
    int entrance() {
        return entrance.getLocalPort();
    }

    void cut() {
        becomes(State.CUT);
        closeAll();
    }

    void fallSilent() {
        becomes(State.SILENT);
    }

    /** What was cut is not there any more; what was silent speaks again. */
    void heal() {
        becomes(State.WHOLE);
        slow(Duration.ZERO, Integer.MAX_VALUE);
    }

    /** Has each chunk take its time. */
    synchronized void slow(Duration delay, int bytesPerSecond) {
        this.delay = delay;
        this.nanosPerByte = TimeUnit.SECONDS.toNanos(1) / bytesPerSecond;
    }

    private synchronized void becomes(State next) {
        state = next;
        notifyAll();
    }

    private void accept() {
        while (!entrance.isClosed()) {
            try {
                connect(entrance.accept());
            } catch (IOException _) {
                // The wire was removed, or the database does not listen.
            }
        }
    }

    private void connect(Socket in) throws IOException {
        open.add(in);
        if (state() == State.CUT) {
            close(in);
            return;
        }
        try {
            Socket out = new Socket(InetAddress.getLoopbackAddress(), exit);
            open.add(out);
            Thread.startVirtualThread(() -> forward(in, out));
            Thread.startVirtualThread(() -> forward(out, in));
        } catch (IOException e) {
            close(in);
            throw e;
        }
    }

    private void forward(Socket from, Socket to) {
        byte[] chunk = new byte[CHUNK];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                pass(read);
                out.write(chunk, 0, read);
            }
        } catch (IOException _) {
            // Either end has gone.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    private void pass(int bytes) throws InterruptedException {
        long nanos;
        synchronized (this) {
            while (state == State.SILENT) {
                wait();
            }
            nanos = delay.toNanos() + bytes * nanosPerByte;
        }
        LockSupport.parkNanos(nanos);
    }

    private synchronized State state() {
        return state;
    }

    private void closeAll() {
        open.forEach(Wire::close);
        open.clear();
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException _) {
            // It is closed then.
        }
    }

    @Override
    public void close() throws IOException {
        entrance.close();
        cut();
    }
}
