package dev.peerage.bench;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A connection that is kept for many requests, one after the other (RFC 9112 §6.3, §7.1, §9.3), and made anew when the
 * server has had enough of it: what a load generator needs of HTTP.
 */
final class KeptConnection implements AutoCloseable {

    private final int port;
    private final byte[] buffer = new byte[1 << 14];
    private Socket socket;
    private int from;
    private int to;

    KeptConnection(int port) throws IOException {
        this.port = port;
        this.socket = connect(port);
    }

    private static Socket connect(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        return socket;
    }

    /** @throws IOException if the answer is not 200 */
    void exchange(byte[] request) throws IOException {
        socket.getOutputStream().write(request);
        String head = head();
        if (!head.startsWith("http/1.1 200")) {
            throw new IOException("unexpected answer: " + head);
        }
        int length = head.indexOf("\r\ncontent-length: ");
        if (length >= 0) {
            int begin = length + "\r\ncontent-length: ".length();
            skip(Integer.parseInt(head.substring(begin, head.indexOf('\r', begin))));
        } else if (head.contains("\r\ntransfer-encoding: chunked")) {
            for (int size = chunkSize(); size > 0; size = chunkSize()) {
                skip(size + 2);
            }
            skip(2);
        } else {
            throw new IOException("an answer without a length: " + head);
        }
        if (head.contains("\r\nconnection: close\r\n")) {
            socket.close();
            socket = connect(port);
        }
    }

    /** In lower case, with the line break of its last line. */
    private String head() throws IOException {
        int searched = from;
        while (true) {
            for (int i = searched; i + 3 < to; i++) {
                if (buffer[i] == '\r' && buffer[i + 1] == '\n' && buffer[i + 2] == '\r' && buffer[i + 3] == '\n') {
                    String head = new String(buffer, from, i + 2 - from, StandardCharsets.ISO_8859_1);
                    from = i + 4;
                    return head.toLowerCase(Locale.ROOT);
                }
            }
            int kept = Math.max(0, to - from - 3);
            read();
            searched = from + kept;
        }
    }

    private int chunkSize() throws IOException {
        int size = 0;
        for (int c = next(); c != '\r'; c = next()) {
            size = size * 16 + Character.digit(c, 16);
        }
        next();
        return size;
    }

    private int next() throws IOException {
        if (from == to) {
            read();
        }
        return buffer[from++];
    }

    private void skip(int count) throws IOException {
        int left = count;
        while (left > to - from) {
            left -= to - from;
            from = to;
            read();
        }
        from += left;
    }

    /** Reads more behind what is there. */
    private void read() throws IOException {
        System.arraycopy(buffer, from, buffer, 0, to - from);
        to -= from;
        from = 0;
        if (to == buffer.length) {
            throw new IOException("a head longer than " + buffer.length + " bytes");
        }
        int read = socket.getInputStream().read(buffer, to, buffer.length - to);
        if (read < 0) {
            throw new EOFException("the connection was closed");
        }
        to += read;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
