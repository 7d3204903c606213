// Stands in for the part of Embind that registers every type that a binding might use: strings, wide strings, views of memory,
// handles of JavaScript values, numbers of all sizes. This binding speaks in unsigned numbers; the rest would be two thirds of
// the module and of its glue. The linker takes these definitions instead of the library's of the same names.
#include <emscripten/bind.h>

#include <limits>
#include <typeinfo>

extern "C" {

/// Embind asks for the name of a type that is missing. None is.
const char* __getTypeName(const std::type_info* /*type*/) { return nullptr; }

/// For threads, which register the bindings once more. There are none.
void _embind_register_bindings(emscripten::internal::InitFunc* /*binding*/) {}
void _embind_initialize_bindings() {}

}  // extern "C"

EMSCRIPTEN_BINDINGS(types) {
  using emscripten::internal::TypeID;
  emscripten::internal::_embind_register_void(TypeID<void>::get(), "void");
  emscripten::internal::_embind_register_integer(TypeID<unsigned>::get(), "unsigned", sizeof(unsigned), 0,
                                                 std::numeric_limits<unsigned>::max());
}
