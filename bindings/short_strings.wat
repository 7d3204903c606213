;; Makes strings of a few characters in the parser's memory. A browser's TextDecoder costs as much for ten characters as for
;; four hundred, and more than all else that is done with an event; the engine's own functions for strings, which a module may
;; import by the proposal "JS String Builtins", do not. A module of its own, because an engine that does not know them compiles
;; nothing of a module that asks for them; and not in C++, which has no arrays of the engine's.
(module
  (type $units (array (mut i16)))
  (import "parser" "memory" (memory 1))
  (import "wasm:js-string" "fromCharCodeArray"
    (func $string_of (param (ref null $units) i32 i32) (result (ref extern))))

  ;; js/wasm/short_strings.ts knows the size.
  (global $units (ref $units) (array.new_default $units (i32.const 160)))

  ;; Of the bytes from $at to $end, each a character.
  (func (export "ascii") (param $at i32) (param $end i32) (result externref)
    (local $length i32)
    (loop $next
      (if (i32.lt_u (local.get $at) (local.get $end))
        (then
          (array.set $units (global.get $units) (local.get $length) (i32.load8_u (local.get $at)))
          (local.set $length (i32.add (local.get $length) (i32.const 1)))
          (local.set $at (i32.add (local.get $at) (i32.const 1)))
          (br $next))))
    (call $string_of (global.get $units) (i32.const 0) (local.get $length)))

  ;; Of the UTF-16 code units from $at to $end.
  (func (export "utf16") (param $at i32) (param $end i32) (result externref)
    (local $length i32)
    (loop $next
      (if (i32.lt_u (local.get $at) (local.get $end))
        (then
          (array.set $units (global.get $units) (local.get $length) (i32.load16_u (local.get $at)))
          (local.set $length (i32.add (local.get $length) (i32.const 1)))
          (local.set $at (i32.add (local.get $at) (i32.const 2)))
          (br $next))))
    (call $string_of (global.get $units) (i32.const 0) (local.get $length))))
