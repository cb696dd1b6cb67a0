package dev.peerage.views;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToIntFunction;
import org.axonframework.common.DateTimeUtils;
import org.axonframework.common.jdbc.JdbcException;
import org.axonframework.eventhandling.Segment;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.tokenstore.GenericTokenEntry;
import org.axonframework.eventhandling.tokenstore.UnableToClaimTokenException;
import org.axonframework.eventhandling.tokenstore.jdbc.JdbcTokenStore;
import org.axonframework.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Axon's token store, in which what is no node's is no node's. In Axon 4.13.0 whoever extends a claim or stores a token takes it
 * if nobody has it, or the claim looks old: a node that was taken for dead, and whose segments another one has handled and given
 * back meanwhile, would set the token back to where it was itself, and handle again what was handled. Only to fetch a token is to
 * claim it.
 *
 * <p>A batch begins by storing the token that it will have come to, in its own transaction; so until that ends no other node can
 * have the segment. Nor can a batch begin once the view is stored in another form than this node's; nor if the segment is not where
 * this node left it: commits of views do not wait for the disk, so a database that was killed may be further back, and rows with it.
 */
final class OwnedTokens extends JdbcTokenStore {

    /**
     * A segment that is this node's and where this node left it, of a view that is stored as this node stores it, or of a next
     * generation.
     */
    private static final String OWN = """
             where owner = ? and processor_name = ? and segment = ? and token is not distinct from ?
            and not exists (select from view_form where view = processor_name and form <> ?)
            """;

    private static final String EXTEND = "update processor_token set timestamp = ?" + OWN;
    private static final String STORE = "update processor_token set timestamp = ?, token = ?, token_type = ?" + OWN;
    private static final String STORED = "select token from processor_token where processor_name = ? and segment = ?";

    private final String node;
    private final ToIntFunction<String> form;
    private final Duration betweenExtensions;
    private final Map<String, Long> extended = new ConcurrentHashMap<>();

    /** By claim, the token that this node has found or stored last. */
    private final Map<String, Optional<byte[]>> left = new ConcurrentHashMap<>();

    private final Serializer serializer = ViewConfiguration.tokenSerializer();

    /**
     * @param form of each processor the form in which this node writes its view
     * @param betweenExtensions a claim is not extended so soon after it was; shorter by far than others honour it
     */
    OwnedTokens(Builder builder, String node, ToIntFunction<String> form, Duration betweenExtensions) {
        super(builder.nodeId(node));
        this.node = node;
        this.form = form;
        this.betweenExtensions = betweenExtensions;
    }

    private interface Statement {
        PreparedStatement on(Connection connection) throws SQLException;
    }

    @Override
    public @Nullable TrackingToken fetchToken(String processor, int segment) {
        TrackingToken token = super.fetchToken(processor, segment);
        find(processor, segment);
        return token;
    }

    @Override
    public @Nullable TrackingToken fetchToken(String processor, Segment segment) {
        TrackingToken token = super.fetchToken(processor, segment);
        find(processor, segment.getSegmentId());
        return token;
    }

    /** Within the transaction that fetches it. */
    private void find(String processor, int segment) {
        try (Connection connection = getConnection();
                PreparedStatement statement = connection.prepareStatement(STORED)) {
            statement.setString(1, processor);
            statement.setInt(2, segment);
            try (ResultSet row = statement.executeQuery()) {
                left.put(
                        claim(processor, segment),
                        row.next() ? Optional.ofNullable(row.getBytes(1)) : Optional.empty());
            }
        } catch (SQLException failed) {
            throw new JdbcException("Segment %d of %s is not found".formatted(segment, processor), failed);
        }
    }

    private static String claim(String processor, int segment) {
        return processor + "/" + segment;
    }

    @Override
    public void storeToken(@Nullable TrackingToken token, String processor, int segment) {
        GenericTokenEntry<byte[]> entry = new GenericTokenEntry<>(token, serializer, byte[].class, processor, segment);
        Optional<byte[]> stored = token == null
                ? Optional.empty()
                : Optional.of(entry.getSerializedToken().getData());
        mustBeOwn(processor, segment, connection -> {
            PreparedStatement statement = connection.prepareStatement(STORE);
            statement.setString(1, entry.timestampAsString());
            statement.setBytes(2, stored.orElse(null));
            statement.setString(3, token == null ? null : entry.getTokenType().getName());
            own(statement, 4, processor, segment);
            return statement;
        });
        left.put(claim(processor, segment), stored);
    }

    /** Axon asks for it whenever a segment has had nothing to do for a moment. */
    @Override
    public void extendClaim(String processor, int segment) {
        String claim = claim(processor, segment);
        Long last = extended.get(claim);
        long now = System.nanoTime();
        if (last != null && now - last < betweenExtensions.toNanos()) {
            return;
        }
        extended.remove(claim);
        extend(processor, segment);
        extended.put(claim, now);
    }

    private void extend(String processor, int segment) {
        mustBeOwn(processor, segment, connection -> {
            PreparedStatement statement = connection.prepareStatement(EXTEND);
            statement.setString(1, DateTimeUtils.formatInstant(Instant.now()));
            own(statement, 2, processor, segment);
            return statement;
        });
    }

    private void own(PreparedStatement statement, int first, String processor, int segment) throws SQLException {
        statement.setString(first, node);
        statement.setString(first + 1, processor);
        statement.setInt(first + 2, segment);
        statement.setBytes(
                first + 3,
                left.getOrDefault(claim(processor, segment), Optional.empty()).orElse(null));
        statement.setInt(first + 4, form.applyAsInt(processor));
    }

    private void mustBeOwn(String processor, int segment, Statement update) {
        try (Connection connection = getConnection();
                PreparedStatement statement = update.on(connection)) {
            if (statement.executeUpdate() == 0) {
                throw new UnableToClaimTokenException(
                        "Segment %d of %s is not this node's any more, or not where it left it"
                                .formatted(segment, processor));
            }
        } catch (SQLException failed) {
            throw new JdbcException("Segment %d of %s is not kept".formatted(segment, processor), failed);
        }
    }
}
