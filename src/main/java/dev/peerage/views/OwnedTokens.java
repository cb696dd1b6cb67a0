package dev.peerage.views;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import org.axonframework.common.DateTimeUtils;
import org.axonframework.common.jdbc.JdbcException;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.tokenstore.UnableToClaimTokenException;
import org.axonframework.eventhandling.tokenstore.jdbc.JdbcTokenStore;
import org.jspecify.annotations.Nullable;

/**
 * Axon's token store, in which what is no node's is no node's. In Axon 4.13.0 whoever extends a claim or stores a token takes it
 * if nobody has it, or the claim looks old: a node that was taken for dead, and whose segments another one has handled and given
 * back meanwhile, would set the token back to where it was itself, and handle again what was handled. Only to fetch a token is to
 * claim it.
 *
 * <p>A batch begins by extending its claim, in its own transaction; so until that ends no other node can have the segment.
 */
final class OwnedTokens extends JdbcTokenStore {

    private static final String EXTEND =
            "update processor_token set timestamp = ? where owner = ? and processor_name = ? and segment = ?";

    private final String node;

    OwnedTokens(Builder builder, String node) {
        super(builder.nodeId(node));
        this.node = node;
    }

    private interface Statement {
        PreparedStatement on(Connection connection) throws SQLException;
    }

    @Override
    public void storeToken(@Nullable TrackingToken token, String processor, int segment) {
        mustBeOwn(processor, segment, connection -> storeUpdate(connection, token, processor, segment));
    }

    @Override
    public void extendClaim(String processor, int segment) {
        mustBeOwn(processor, segment, connection -> {
            PreparedStatement statement = connection.prepareStatement(EXTEND);
            statement.setString(1, DateTimeUtils.formatInstant(Instant.now()));
            statement.setString(2, node);
            statement.setString(3, processor);
            statement.setInt(4, segment);
            return statement;
        });
    }

    private void mustBeOwn(String processor, int segment, Statement update) {
        try (Connection connection = getConnection();
                PreparedStatement statement = update.on(connection)) {
            if (statement.executeUpdate() == 0) {
                throw new UnableToClaimTokenException(
                        "Segment %d of %s is not this node's any more".formatted(segment, processor));
            }
        } catch (SQLException failed) {
            throw new JdbcException("Segment %d of %s is not kept".formatted(segment, processor), failed);
        }
    }
}
