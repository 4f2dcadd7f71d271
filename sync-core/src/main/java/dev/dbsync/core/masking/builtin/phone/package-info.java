/** Numbers of telephones. */
package dev.dbsync.core.masking.builtin.phone;
