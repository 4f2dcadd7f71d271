package dev.dbsync.core.migration;

import java.io.PrintWriter;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Optional;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * A DataSource whose connections are proxies of one physical connection. They cannot commit, close or leave the
 * transaction; what a rollback does is the owner's affair.
 */
final class SharedConnection implements DataSource {

    /** What a rollback through a proxy does. */
    @FunctionalInterface
    interface Rollback {
        void run() throws SQLException;
    }

    private final Connection physical;
    private final Rollback rollback;
    private final Optional<String> futureName;

    SharedConnection(Connection physical, Rollback rollback) {
        this(physical, rollback, Optional.empty());
    }

    /**
     * @param futureName of a database that is yet to be renamed: Flyway is told that one, so that
     *     {@code ${flyway:database}}, and checksums over it, are what they will be
     */
    SharedConnection(Connection physical, Rollback rollback, Optional<String> futureName) {
        this.physical = physical;
        this.rollback = rollback;
        this.futureName = futureName;
    }

    @Override
    public Connection getConnection() {
        // Flyway loads the driver's COPY classes by the class loader of the connection that it gets: ours sees them.
        return (Connection) Proxy.newProxyInstance(
                SharedConnection.class.getClassLoader(), new Class<?>[] {Connection.class}, new Handle());
    }

    @Override
    public Connection getConnection(String user, String password) {
        return getConnection();
    }

    @Override
    public PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(PrintWriter out) {
        // There is nothing to log: connections are not made here.
    }

    @Override
    public void setLoginTimeout(int seconds) {
        // There is no login: the connection is there already.
    }

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("no logger");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        throw new SQLException("not a " + type.getName());
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }

    /** One connection as its borrower sees it. */
    private final class Handle implements InvocationHandler {

        private boolean closed;
        private boolean autoCommit = true;

        @Override
        public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
            return switch (method.getName()) {
                case "commit" -> null;
                case "close", "abort" -> {
                    closed = true;
                    yield null;
                }
                case "isClosed" -> closed || physical.isClosed();
                case "setAutoCommit" -> {
                    autoCommit = (Boolean) arguments[0];
                    yield null;
                }
                case "getAutoCommit" -> autoCommit;
                case "rollback" -> arguments == null ? rolledBack() : onPhysical(method, arguments);
                case "getCatalog" -> futureName.isPresent() ? futureName.get() : onPhysical(method, arguments);
                case "equals" -> proxy == arguments[0];
                case "hashCode" -> System.identityHashCode(proxy);
                default -> onPhysical(method, arguments);
            };
        }

        private Object rolledBack() throws SQLException {
            rollback.run();
            return null;
        }

        private Object onPhysical(Method method, Object[] arguments) throws Throwable {
            try {
                return method.invoke(physical, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }
    }
}
