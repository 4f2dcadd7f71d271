package dev.dbsync.core.load;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.Set;

/** A connection that something happens to right before, or right after, one of the calls that reach the server. */
final class Faults {

    private static final Set<String> CALLS = Set.of(
            "execute", "executeQuery", "executeUpdate", "executeBatch", "commit", "rollback", "releaseSavepoint");

    private final int at;
    private final boolean after;
    private final Runnable fault;
    private int calls;

    /** @param at which call, from 1 */
    Faults(int at, boolean after, Runnable fault) {
        this.at = at;
        this.after = after;
        this.fault = fault;
    }

    int calls() {
        return calls;
    }

    Connection around(Connection connection) {
        return (Connection) around(connection, Connection.class);
    }

    private Object around(Object target, Class<?> type) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            boolean counts = CALLS.contains(method.getName());
            if (counts) {
                calls++;
                if (calls == at && !after) {
                    fault.run();
                }
            }
            Object result;
            try {
                result = method.invoke(target, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            } finally {
                // Also after a call that fails, such as one that builds a key which the rows do not satisfy.
                if (counts && calls == at && after) {
                    fault.run();
                }
            }
            if (result instanceof PreparedStatement && !(result instanceof CallableStatement)) {
                return around(result, PreparedStatement.class);
            }
            return result instanceof Statement ? around(result, Statement.class) : result;
        };
        return Proxy.newProxyInstance(Faults.class.getClassLoader(), new Class<?>[] {type}, handler);
    }
}
