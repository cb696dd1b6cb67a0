package dev.peerage.web;

import dev.peerage.text.Text;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * A place in a list to go on from: after the item with this key. It names an item and not a number, so items that come
 * and go between two pages neither repeat nor hide others.
 *
 * <p>To the outside it is opaque and URL-safe. A checksum tells a damaged one; it is no signature, so the key is as
 * trustworthy as any other input, except that it is text which can be stored.
 *
 * @param list which list it belongs to, with all that makes the list another one: {@code groups/eng/members},
 *     {@code users?sort=-name}
 * @param key the values the list is ordered by, of the last item seen
 */
public record Cursor(String list, List<String> key) {

    private static final int LONGEST = 4_096;

    public Cursor {
        key = List.copyOf(key);
    }

    /** The place after the item with this key. */
    public static Cursor of(String list, String... key) {
        return new Cursor(list, List.of(key));
    }

    /** The cursor as it is sent: base64url (RFC 4648 §5) without padding. */
    public String encoded() {
        byte[] content = content();
        byte[] all = ByteBuffer.allocate(Integer.BYTES + content.length)
                .putInt(checksum(content))
                .put(content)
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(all);
    }

    /**
     * Reads a cursor.
     *
     * @param parameter which of the request it is
     * @throws Problem 400 that names the parameter, if it is not one that {@link #encoded} made
     */
    public static Cursor decode(String parameter, String encoded) {
        try {
            if (encoded.length() > LONGEST) {
                throw malformed(parameter);
            }
            byte[] all = Base64.getUrlDecoder().decode(encoded);
            if (all.length < Integer.BYTES) {
                throw malformed(parameter);
            }
            byte[] content = Arrays.copyOfRange(all, Integer.BYTES, all.length);
            Cursor cursor = read(content);
            // the comparison also refuses other spellings of the same bytes, such as padding
            if (ByteBuffer.wrap(all).getInt() != checksum(content)
                    || !cursor.encoded().equals(encoded)) {
                throw malformed(parameter);
            }
            return cursor;
        } catch (IllegalArgumentException | IOException _) {
            throw malformed(parameter);
        }
    }

    /**
     * What a key that is well-formed, but no key of the list, is answered with: a reader of cursors throws it when a
     * part does not parse.
     */
    public static Problem malformed() {
        return malformed("cursor");
    }

    /** The same of a parameter of another name. */
    public static Problem malformed(String parameter) {
        return Problem.invalid(parameter, "is not a cursor of this service; take it from \"next\" of the page before");
    }

    private byte[] content() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            write(out, list);
            for (String part : key) {
                write(out, part);
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private static Cursor read(byte[] content) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(content));
        String list = readPart(in);
        List<String> key = new ArrayList<>();
        while (in.available() > 0) {
            key.add(readPart(in));
        }
        return new Cursor(list, key);
    }

    private static void write(DataOutputStream out, String part) throws IOException {
        byte[] utf8 = part.getBytes(StandardCharsets.UTF_8);
        out.writeShort(utf8.length);
        out.write(utf8);
    }

    private static String readPart(DataInputStream in) throws IOException {
        byte[] utf8 = new byte[in.readUnsignedShort()];
        in.readFully(utf8);
        try {
            return Text.storable(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString());
        } catch (CharacterCodingException malformed) {
            throw new IOException(malformed);
        }
    }

    private static int checksum(byte[] content) {
        CRC32C crc = new CRC32C();
        crc.update(content);
        return (int) crc.getValue();
    }
}
